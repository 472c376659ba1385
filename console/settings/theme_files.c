/* Where themes are found: the person's own, the installed ones, those of the source beside the
 * program, and the one built in. */
#include "console/settings/theme.h"
#include "console/words.h"
#include "acdfeed/memory.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATH_BYTES = 1024, FILE_MOST = 64 * 1024, FOLDERS = 6, LEVELS_UP = 5 };
static const char ending[] = ".theme";

static const unsigned char built_in[] = {
#include "themes/dark.theme.inc"
    '\0',
};

struct folders {
    char path[FOLDERS][PATH_BYTES];
    int n;
};

static void add_folder(struct folders *folders, const char *base, const char *under)
{
    if (folders->n < FOLDERS && base != NULL && base[0] == '/' &&
        snprintf(folders->path[folders->n], PATH_BYTES, "%s%s", base, under) < PATH_BYTES)
        folders->n++;
}

/* A build tree is at most so deep below the sources that hold themes/. */
static void add_source(struct folders *folders)
{
    char program[PATH_BYTES], themes[PATH_BYTES + 32];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);

    if (length <= 0)
        return;
    program[length] = '\0';
    for (int level = 0; level < LEVELS_UP; level++) {
        char *slash = strrchr(program, '/');

        if (slash == NULL || slash == program)
            return;
        *slash = '\0';
        snprintf(themes, sizeof themes, "%s/themes/dark%s", program, ending);
        if (access(themes, R_OK) == 0) {
            add_folder(folders, program, "/themes");
            return;
        }
    }
}

static void find_folders(struct folders *folders)
{
    const char *config = getenv("XDG_CONFIG_HOME");

    folders->n = 0;
    if (config != NULL && config[0] == '/')
        add_folder(folders, config, "/acdwall/themes");
    else
        add_folder(folders, getenv("HOME"), "/.config/acdwall/themes");
    add_folder(folders, ACD_SHARE, "/themes");
    add_source(folders);
}

static bool read_file(struct theme *theme, const char *path, struct acd_fault *why)
{
    FILE *in = fopen(path, "re");

    if (in == NULL)
        return acd_fault_say(why, "%s: %s", path, strerror(errno));
    char *text = acd_alloc(FILE_MOST + 1);
    size_t length = fread(text, 1, FILE_MOST + 1, in);
    bool failed = ferror(in) != 0;
    int error = errno;

    fclose(in);
    bool good;

    if (failed) {
        good = acd_fault_say(why, "%s: %s", path, strerror(error));
    } else if (length > FILE_MOST) {
        good = acd_fault_say(why, _("%s: longer than %d bytes, which no theme is"), path, FILE_MOST);
    } else {
        text[length] = '\0';
        good = theme_read(theme, path, text, why);
    }
    free(text);
    return good;
}

static bool is_path(const char *name)
{
    size_t length = strlen(name);

    return strchr(name, '/') != NULL ||
           (length > strlen(ending) && strcmp(name + length - strlen(ending), ending) == 0);
}

bool theme_load(struct theme *theme, const char *name_or_path, struct acd_fault *why)
{
    struct folders folders;
    char path[PATH_BYTES];

    if (is_path(name_or_path))
        return read_file(theme, name_or_path, why);
    find_folders(&folders);
    for (int i = 0; i < folders.n; i++) {
        if (snprintf(path, sizeof path, "%s/%s%s", folders.path[i], name_or_path, ending) < PATH_BYTES &&
            access(path, F_OK) == 0)
            return read_file(theme, path, why);
    }
    if (strcmp(name_or_path, "dark") == 0) {
        theme_default(theme);
        return true;
    }
    return acd_fault_say(why, _("no theme is called '%.60s': looked in %s%s%s; --theme takes a path too"),
                         name_or_path, folders.n > 0 ? folders.path[0] : "no folder",
                         folders.n > 1 ? ", " : "", folders.n > 1 ? folders.path[1] : "");
}

void theme_default(struct theme *theme)
{
    struct acd_fault why;

    if (!theme_read(theme, "dark", (const char *)built_in, &why)) {
        fprintf(stderr, "the theme built in: %s\n", why.text);
        abort();
    }
}

static int add_name(char names[][THEME_NAME_BYTES], int n, int most, const char *file)
{
    size_t length = strlen(file);

    if (file[0] == '.' || length <= strlen(ending) || strcmp(file + length - strlen(ending), ending) != 0)
        return n;
    length -= strlen(ending);
    if (length >= THEME_NAME_BYTES)
        return n;
    for (int i = 0; i < n; i++)
        if (strlen(names[i]) == length && memcmp(names[i], file, length) == 0)
            return n;
    if (n >= most)
        return n;
    memcpy(names[n], file, length);
    names[n][length] = '\0';
    return n + 1;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(a, b);
}

int theme_list(char names[][THEME_NAME_BYTES], int most)
{
    struct folders folders;
    int n = add_name(names, 0, most, "dark.theme");

    find_folders(&folders);
    for (int i = 0; i < folders.n; i++) {
        DIR *folder = opendir(folders.path[i]);
        const struct dirent *entry;

        while (folder != NULL && (entry = readdir(folder)) != NULL)
            n = add_name(names, n, most, entry->d_name);
        if (folder != NULL)
            closedir(folder);
    }
    qsort(names, (size_t)n, THEME_NAME_BYTES, by_name);
    return n;
}
