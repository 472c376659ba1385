/* Draws keys by the library itself; their files go with the test's folder. */
#include "tests/support/keyring.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { KEYS = 16, PATH_BYTES = 200 };

static struct ring {
    struct acd_key key;
    char secret[PATH_BYTES], public_path[PATH_BYTES];
} ring[KEYS];
static int n;

static struct ring *of(const char *name)
{
    struct acd_fault why = {""};
    for (int i = 0; i < n; i++) {
        if (strcmp(ring[i].key.name, name) == 0)
            return &ring[i];
    }
    assert_true(n < KEYS);
    struct ring *each = &ring[n++];
    if (!acd_key_draw(&each->key, name, &why) || !acd_key_write(&each->key, test_folder(), &why))
        fail_msg("%s", why.text);
    snprintf(each->secret, sizeof each->secret, "%s/%s.secret", test_folder(), name);
    snprintf(each->public_path, sizeof each->public_path, "%s/%s.public", test_folder(), name);
    return each;
}

const char *keyring_secret(const char *name)
{
    return of(name)->secret;
}

const char *keyring_public(const char *name)
{
    return of(name)->public_path;
}

const char *keyring_key(const char *name)
{
    return of(name)->key.public_key;
}

static const char *list_path(void)
{
    static char path[PATH_BYTES];
    snprintf(path, sizeof path, "%s/authorized", test_folder());
    return path;
}

/* In one step, as an editor does it. */
void keyring_write_list(const char *text)
{
    char next[PATH_BYTES];
    snprintf(next, sizeof next, "%s/authorized.next", test_folder());
    FILE *file = fopen(next, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(rename(next, list_path()), 0);
}

const char *keyring_authorize(const char *names_and_roles)
{
    char text[4096] = "# who may come in\n\n", name[80], role[80];
    size_t used = strlen(text);
    int bytes;
    for (const char *at = names_and_roles; sscanf(at, "%79s %79s%n", name, role, &bytes) == 2;
         at += bytes)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s\t%s  %s\n", name, role,
                                 keyring_key(name));
    keyring_write_list(text);
    return list_path();
}

void keyring_add(struct watched *watched, const char *stats, const char *control, const char *name,
                 const char *server)
{
    struct acd_fault why = {""};
    struct acd_feed_options options = {
        .stats = stats,
        .control = control,
        .key_file = name ? keyring_secret(name) : NULL,
        .server_key = server ? keyring_public(server) : NULL,
    };
    if (!acd_subscriber_add_feed(watched->subscriber, &options, &why))
        fail_msg("%s", why.text);
}
