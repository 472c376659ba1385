/* Finds the catalogues: beside the program where it runs from its build, else beside the share folder
 * of its installation, wherever that was moved to.  Knows no word. */
#include "console/edge/language.h"
#include "acdfeed/macros.h"
#include "console/words.h"

#include <limits.h>
#include <locale.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What was asked for, as setlocale() looks for it. */
static const char *wanted(void)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};

    for (size_t i = 0; i < ACD_COUNT_OF(names); i++) {
        const char *value = getenv(names[i]);

        if (value != NULL && value[0] != '\0')
            return value;
    }
    return "";
}

static bool is_utf8(const char *locale)
{
    return strstr(locale, "UTF-8") != NULL || strstr(locale, "utf8") != NULL || strstr(locale, "utf-8") != NULL;
}

/* The folder of the program; false when the system does not tell. */
static bool program_folder(char *out, size_t bytes)
{
    ssize_t length = readlink("/proc/self/exe", out, bytes - 1);

    if (length <= 0)
        return false;
    out[length] = '\0';
    char *slash = strrchr(out, '/');

    if (slash != NULL)
        *slash = '\0';
    return slash != NULL;
}

static void open_catalogues(void)
{
    static const char *const beside[] = {"/locale", "/../share/locale"};
    char program[PATH_MAX], folder[PATH_MAX + 32];

    for (size_t i = 0; program_folder(program, sizeof program) && i < ACD_COUNT_OF(beside); i++) {
        words_print(folder, sizeof folder, "%s%s", program, beside[i]);
        if (access(folder, R_OK) == 0) {
            words_open(folder);
            return;
        }
    }
    words_open(ACD_SHARE "/../locale");
}

void language_open(void)
{
    if (setlocale(LC_ALL, "") == NULL && is_utf8(wanted()))
        setlocale(LC_CTYPE, "C.UTF-8");
    setlocale(LC_NUMERIC, "C");
    open_catalogues();
}

void language_leave(void)
{
    setlocale(LC_MESSAGES, "C");
}
