/* The main program of a fuzz target without libFuzzer: every input of its corpus once, each a test
 * of its own.  The corpus holds the seeds, and every input that ever broke the target. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INPUTS_MOST = 1024, PATH_BYTES = 512 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes);

/* A copy of exactly its size, so that a byte read behind it shows. */
static uint8_t *read_all(const char *path, size_t *bytes)
{
    FILE *file = fopen(path, "rbe");
    if (!file || fseek(file, 0, SEEK_END) != 0)
        fail_msg("%s cannot be read", path);
    long size = ftell(file);
    rewind(file);
    uint8_t *data = malloc(size > 0 ? (size_t)size : 1);
    *bytes = fread(data, 1, (size_t)size, file);
    assert_int_equal(*bytes, size);
    fclose(file);
    return data;
}

static void an_input_breaks_nothing(void **state)
{
    size_t bytes;
    uint8_t *data = read_all(*state, &bytes);
    LLVMFuzzerTestOneInput(data, bytes);
    free(data);
}

static int no_dots(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

int main(int argc, char **argv)
{
    static struct CMUnitTest inputs[INPUTS_MOST];
    const char *source = getenv("ACD_SOURCE"), *name = strrchr(argv[0], '/');
    struct dirent **entries;
    char folder[PATH_BYTES], path[2 * PATH_BYTES];
    (void)argc;
    name = name ? name + 1 : argv[0];
    snprintf(folder, sizeof(folder), "%s/tests/fuzz/corpus/%s", source ? source : ".",
             strncmp(name, "fuzz_", 5) == 0 ? name + 5 : name);
    int n = scandir(folder, &entries, no_dots, alphasort);
    if (n < 1 || n > INPUTS_MOST) {
        fprintf(stderr, "%s: holds %d inputs; expected 1 to %d\n", folder, n, INPUTS_MOST);
        return 1;
    }
    for (int i = 0; i < n; i++) {
        snprintf(path, sizeof(path), "%s/%s", folder, entries[i]->d_name);
        inputs[i].test_func = an_input_breaks_nothing;
        inputs[i].name = inputs[i].initial_state = strdup(path);
        free(entries[i]);
    }
    free(entries);
    int failed = _cmocka_run_group_tests(name, inputs, (size_t)n, NULL, NULL);
    for (int i = 0; i < n; i++)
        free(inputs[i].initial_state);
    return failed;
}
