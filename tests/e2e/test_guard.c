/* The guard at its doors, and the files of keys: it fails closed, and finds a door that does not.
 */
#include "feed/link/guard.h"
#include "feed/link/guard_list.h"
#include "tests/support/keyring.h"
#include "tests/support/patience.h"

#include "acdfeed/clock.h"
#include "acdfeed/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* A door that lets strangers in, whatever the reason, is found at the start. */
static void open_door_is_found(void **state)
{
    (void)state;
    struct acd_fault why = {""};
    struct link *link = link_open();
    struct guard *guard = guard_open(link,
                                     &(struct guard_options){
                                         .key_file = keyring_secret("feed"),
                                         .authorized_file = keyring_authorize("anna viewer"),
                                         .commands_per_minute = 1,
                                     },
                                     &why);
    assert_non_null(guard);
    struct link_door unlocked = {.insecure = false}, locked = {.key = guard_key(guard)};
    struct link_socket *open = link_bind(link, LINK_XPUB, "tcp://127.0.0.1:*", unlocked, &why);
    struct link_socket *closed = link_bind(link, LINK_XPUB, "tcp://127.0.0.1:*", locked, &why);
    assert_true(guard_proves(guard, closed, &why));
    assert_false(guard_proves(guard, open, &why));
    assert_non_null(strstr(why.text, "an unknown key was not turned away"));
    link_socket_close(open, 0);
    link_socket_close(closed, 0);
    guard_close(guard);
    link_close(link);
}

static bool is_up_or_refused(const struct link_socket *socket)
{
    return link_up(socket) || link_trouble(socket) != LINK_NONE;
}

/* Nobody answers for the keys: nobody comes in. */
static void without_a_guard_nobody_comes_in(void **state)
{
    (void)state;
    struct acd_fault why = {""};
    struct acd_key feed, anna;
    assert_true(acd_key_draw(&feed, "feed", &why) && acd_key_draw(&anna, "anna", &why));
    struct link *link = link_open();
    struct link_door door = {.key = &feed};
    struct link_pass pass = {.key = &anna, .server = &feed};
    struct link_socket *bound = link_bind(link, LINK_XPUB, "tcp://127.0.0.1:*", door, &why);
    assert_non_null(bound);
    struct link_socket *knocking = link_connect(link, LINK_SUB, link_endpoint(bound), &pass, &why);
    assert_non_null(knocking);
    int64_t until_ms = acd_monotonic_ms() + patience_ms(1000); /* longer than any greeting here takes */
    while (!is_up_or_refused(knocking) && acd_monotonic_ms() < until_ms) {
        bool woken;
        link_wait(&knocking, 1, -1, 10, &woken);
        link_tend(knocking, acd_monotonic_ms());
    }
    assert_false(link_up(knocking));
    link_socket_close(knocking, 0);
    link_socket_close(bound, 0);
    link_close(link);
}

static void key_files_hold_what_they_should(void **state)
{
    (void)state;
    struct acd_key key, read;
    struct acd_fault why = {""};
    struct stat is;
    assert_int_equal(stat(keyring_secret("files"), &is), 0);
    assert_int_equal(is.st_mode & 07777, 0600);
    assert_true(acd_key_read_secret(keyring_secret("files"), &key, &why));
    assert_true(acd_key_read_public(keyring_public("files"), &read, &why));
    assert_string_equal(key.public_key, read.public_key);
    assert_string_equal(key.name, "files");
    assert_string_equal(read.secret, "");
    assert_true(acd_key_read_public(keyring_secret("files"), &read, &why));
    assert_string_equal(read.secret, "");
    assert_true(acd_key_read_public(key.public_key, &read, &why));
    assert_false(acd_key_write(&key, test_folder(), &why)); /* never over another */
    assert_non_null(strstr(why.text, "a key is never overwritten"));
    assert_false(acd_key_draw(&key, "../up", &why));
    assert_false(acd_key_read_secret("/dev/null", &key, &why));
    assert_false(acd_key_read_public("/nowhere", &key, &why));
    assert_string_equal(key.secret, "");
}

/* Each look comes long after the one before. */
static enum guard_list_news look(struct guard_list *list, struct acd_fault *why)
{
    bool less = false;
    enum guard_list_news news = guard_list_look(list, list->looked_ms + 60000, &less, why);
    assert_true(news == GUARD_LIST_NEW || !less);
    return news;
}

static void open_list(struct guard_list *list, const char *names_and_roles)
{
    struct acd_fault why = {""};
    *list = (struct guard_list){.path = acd_strdup(keyring_authorize(names_and_roles))};
    assert_true(guard_list_load(list, &why));
}

/* Who was taken from a list that was refused for its mode is out as soon as the mode is mended, as the
 * line that refused it says: nothing but the mode of the file changes then. */
static void list_whose_mode_is_mended_is_read(void **state)
{
    (void)state;
    struct guard_list list;
    struct acd_fault why = {""};
    open_list(&list, "anna supervisor vera viewer");
    assert_int_equal(chmod(keyring_authorize("vera viewer"), 0664), 0);
    assert_int_equal(look(&list, &why), GUARD_LIST_WRONG);
    assert_non_null(strstr(why.text, "others can write it (mode 0664): chmod go-w it"));
    assert_int_equal(look(&list, &why), GUARD_LIST_SAME);
    assert_int_equal(list.admission.n, 2);
    assert_int_equal(chmod(list.path, 0644), 0);
    assert_int_equal(look(&list, &why), GUARD_LIST_NEW);
    assert_int_equal(list.admission.n, 1);
    guard_list_release(&list);
}

/* It would fill the log, and what else the guard has to say would not be said. */
static void list_that_cannot_be_opened_is_said_once(void **state)
{
    (void)state;
    struct guard_list list;
    struct acd_fault why = {""};
    open_list(&list, "anna supervisor");
    assert_int_equal(unlink(list.path), 0);
    assert_int_equal(mknod(list.path, S_IFSOCK | 0644, 0), 0); /* found, and not even root opens it */
    assert_int_equal(look(&list, &why), GUARD_LIST_WRONG);
    assert_non_null(strstr(why.text, "the authorized keys cannot be read"));
    assert_int_equal(look(&list, &why), GUARD_LIST_SAME);
    keyring_authorize("vera viewer");
    assert_int_equal(look(&list, &why), GUARD_LIST_NEW);
    guard_list_release(&list);
}

/* What kept it from being opened may pass without the file changing: too many connections, for one. */
static void list_that_could_not_be_opened_is_tried_again(void **state)
{
    (void)state;
    struct guard_list list;
    struct acd_fault why = {""};
    struct rlimit files, none;
    open_list(&list, "anna supervisor vera viewer");
    keyring_authorize("vera viewer");
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &files), 0);
    none = files;
    none.rlim_cur = 0;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    enum guard_list_news first = look(&list, &why), second = look(&list, &why);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &files), 0);
    assert_int_equal(first, GUARD_LIST_WRONG);
    assert_int_equal(second, GUARD_LIST_SAME);
    assert_int_equal(look(&list, &why), GUARD_LIST_NEW);
    assert_int_equal(list.admission.n, 1);
    guard_list_release(&list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(open_door_is_found),
        cmocka_unit_test(without_a_guard_nobody_comes_in),
        cmocka_unit_test(key_files_hold_what_they_should),
        cmocka_unit_test(list_whose_mode_is_mended_is_read),
        cmocka_unit_test(list_that_cannot_be_opened_is_said_once),
        cmocka_unit_test(list_that_could_not_be_opened_is_tried_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
