/* A locale that is C.UTF-8 under another name, and its language. */
#include "tests/support/language.h"
#include "console/words.h"

#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const origins[] = {"/usr/lib/locale/C.utf8", "/usr/lib/locale/C.UTF-8"};

static const char *built(void)
{
    const char *out = getenv("OUT");

    return out != NULL ? out : "build";
}

static bool make_locale(void)
{
    char folder[PATH_MAX], link[PATH_MAX + 32];

    snprintf(folder, sizeof folder, "%s/test-locale", built());
    mkdir(folder, 0777);
    snprintf(link, sizeof link, "%s/xx_XX.utf8", folder);
    for (size_t i = 0; i < sizeof origins / sizeof origins[0]; i++)
        if (access(link, R_OK) != 0 && access(origins[i], R_OK) == 0)
            symlink(origins[i], link) == 0 ? (void)0 : (void)unlink(link);
    setenv("LOCPATH", folder, 1);
    unsetenv("LC_ALL");
    return setlocale(LC_ALL, "xx_XX.UTF-8") != NULL;
}

bool language_speak(const char *code)
{
    char folder[PATH_MAX], catalogue[2 * PATH_MAX];

    snprintf(folder, sizeof folder, "%s/locale", built());
    snprintf(catalogue, sizeof catalogue, "%s/%s/LC_MESSAGES/acdwall.mo", folder, code);
    if (access(catalogue, R_OK) != 0 || !make_locale())
        return false;
    setlocale(LC_NUMERIC, "C");
    setenv("LANGUAGE", code, 1);
    words_open(folder);
    return true;
}

void language_english(void)
{
    unsetenv("LANGUAGE");
    unsetenv("LOCPATH");
    setenv("LC_ALL", "C.UTF-8", 1);
    setlocale(LC_ALL, "C.UTF-8");
    words_open("/nonexistent");
}
