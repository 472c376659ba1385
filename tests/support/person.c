/* A program in a pseudo-terminal, seen through libvterm. */
#include "tests/support/patience.h"
#include "tests/support/person.h"

#include "acdfeed/clock.h"
#include "acdfeed/memory.h"

#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <utmp.h>
#include <vterm.h>

enum { ROW_BYTES = 4096, READ_MS = 100 };

struct person {
    pid_t pid;
    int fd, slave_fd;
    int status; /* as person_ends() says; -1 while it runs */
    int cols, rows;
    bool alternate, cursor;
    size_t bytes;
    struct termios before;
    VTerm *vterm;
    VTermScreen *screen;
    char row[ROW_BYTES];
    person_onlooker *onlooker; /* NULL: nobody */
    void *onlooker_context;
    bool looking;
};

static int on_property(VTermProp property, VTermValue *value, void *context)
{
    struct person *person = context;
    if (property == VTERM_PROP_ALTSCREEN)
        person->alternate = value->boolean;
    if (property == VTERM_PROP_CURSORVISIBLE)
        person->cursor = value->boolean;
    return 1;
}

static const VTermScreenCallbacks callbacks = {.settermprop = on_property};

static void make_emulator(struct person *person)
{
    person->vterm = vterm_new(person->rows, person->cols);
    vterm_set_utf8(person->vterm, 1);
    person->screen = vterm_obtain_screen(person->vterm);
    vterm_screen_enable_altscreen(person->screen, 1);
    vterm_screen_set_callbacks(person->screen, &callbacks, person);
    vterm_screen_reset(person->screen, 1);
    person->cursor = true;
}

struct person *person_open(const char *const *argv, const char *term, int cols, int rows)
{
    struct person *person = acd_calloc(1, sizeof *person);
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    person->cols = cols;
    person->rows = rows;
    person->status = -1;
    make_emulator(person);
    if (openpty(&person->fd, &person->slave_fd, NULL, NULL, &size) != 0) {
        perror("openpty");
        abort();
    }
    tcgetattr(person->slave_fd, &person->before);
    person->pid = fork();
    if (person->pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL); /* a failed test leaves nobody behind */
        close(person->fd);
        setenv("TERM", term, 1);
        login_tty(person->slave_fd);
        execv(argv[0], (char *const *)argv);
        _exit(127);
    }
    /* The slave stays open here, so that its settings can be read after the program is gone. */
    return person;
}

static void take(struct person *person, int wait_ms)
{
    char bytes[8192];
    struct pollfd wait = {.fd = person->fd, .events = POLLIN};
    while (poll(&wait, 1, wait_ms) > 0 && (wait.revents & POLLIN)) {
        ssize_t got = read(person->fd, bytes, sizeof bytes);
        if (got <= 0)
            break;
        person->bytes += (size_t)got;
        vterm_input_write(person->vterm, bytes, (size_t)got);
        wait_ms = 0;
    }
    vterm_screen_flush_damage(person->screen);
    /* Answers of the emulator to queries go back as keys would. */
    size_t n = vterm_output_read(person->vterm, bytes, sizeof bytes);
    if (n > 0 && write(person->fd, bytes, n) < 0)
        perror("terminal");
    if (person->onlooker && !person->looking) {
        person->looking = true;
        person->onlooker(person->onlooker_context, person);
        person->looking = false;
    }
}

void person_watched(struct person *person, person_onlooker *onlooker, void *context)
{
    person->onlooker = onlooker;
    person->onlooker_context = context;
}

void person_read(struct person *person, int ms)
{
    take(person, ms);
}

void person_send(struct person *person, const char *keys)
{
    size_t left = strlen(keys);
    while (left > 0) {
        ssize_t written = write(person->fd, keys, left);
        if (written < 0 && errno != EINTR)
            return;
        if (written > 0) {
            keys += written;
            left -= (size_t)written;
        }
    }
}

void person_resize(struct person *person, int cols, int rows)
{
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    person->cols = cols;
    person->rows = rows;
    vterm_set_size(person->vterm, rows, cols);
    ioctl(person->fd, TIOCSWINSZ, &size);
}

void person_signal(struct person *person, int number)
{
    kill(person->pid, number);
}

void person_hang_up(struct person *person)
{
    close(person->fd);
    close(person->slave_fd);
    person->fd = person->slave_fd = -1;
}

void person_cook(struct person *person)
{
    tcsetattr(person->slave_fd, TCSANOW, &person->before);
}

static size_t put_utf8(char *out, uint32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xc0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xe0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3f));
        out[2] = (char)(0x80 | (c & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3f));
    out[2] = (char)(0x80 | (c >> 6 & 0x3f));
    out[3] = (char)(0x80 | (c & 0x3f));
    return 4;
}

const char *person_row(struct person *person, int row)
{
    size_t used = 0;
    for (int col = 0; col < person->cols && used < ROW_BYTES - 32;) {
        VTermScreenCell cell;
        vterm_screen_get_cell(person->screen, (VTermPos){row, col}, &cell);
        if (cell.chars[0] == 0 || cell.chars[0] == (uint32_t)-1)
            person->row[used++] = ' ';
        for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i] && cell.chars[i] != (uint32_t)-1; i++)
            used += put_utf8(person->row + used, cell.chars[i]);
        col += cell.width > 1 ? cell.width : 1;
    }
    while (used > 0 && person->row[used - 1] == ' ')
        used--;
    person->row[used] = 0;
    return person->row;
}

int person_find(struct person *person, const char *text)
{
    for (int row = 0; row < person->rows; row++)
        if (strstr(person_row(person, row), text))
            return row;
    return -1;
}

int person_rows(const struct person *person)
{
    return person->rows;
}

void person_print(struct person *person)
{
    for (int row = 0; row < person->rows; row++)
        printf("    |%s\n", person_row(person, row));
}

static bool reap(struct person *person)
{
    int status;
    if (person->status < 0 && waitpid(person->pid, &status, WNOHANG) == person->pid)
        person->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return person->status >= 0;
}

static bool wait_for(struct person *person, const char *text, bool there)
{
    int64_t until_ms = acd_monotonic_ms() + patience_ms(PERSON_DEADLINE_MS);
    while ((person_find(person, text) >= 0) != there) {
        bool over = reap(person) || acd_monotonic_ms() > until_ms;
        take(person, READ_MS);
        if (over && (person_find(person, text) >= 0) != there) {
            printf("terminal: waited in vain for '%s' %s; status %d; the screen:\n", text,
                   there ? "to be shown" : "to go", person->status);
            person_print(person);
            return false;
        }
    }
    return true;
}

bool person_shows(struct person *person, const char *text)
{
    return wait_for(person, text, true);
}

bool person_hides(struct person *person, const char *text)
{
    return wait_for(person, text, false);
}

int person_ends(struct person *person)
{
    int64_t until_ms = acd_monotonic_ms() + patience_ms(PERSON_DEADLINE_MS);
    while (!reap(person) && acd_monotonic_ms() < until_ms)
        take(person, READ_MS);
    take(person, 0);
    if (person->status < 0)
        person_print(person);
    return person->status;
}

bool person_on_main_screen(const struct person *person)
{
    return !person->alternate;
}

bool person_cursor_visible(const struct person *person)
{
    return person->cursor;
}

bool person_settings_as_before(const struct person *person)
{
    struct termios now;
    if (tcgetattr(person->slave_fd, &now) != 0)
        return false;
    return now.c_iflag == person->before.c_iflag && now.c_oflag == person->before.c_oflag &&
           now.c_lflag == person->before.c_lflag && now.c_cflag == person->before.c_cflag;
}

size_t person_bytes(const struct person *person)
{
    return person->bytes;
}

pid_t person_pid(const struct person *person)
{
    return person->pid;
}

void person_close(struct person *person)
{
    if (!reap(person)) {
        kill(person->pid, SIGKILL);
        waitpid(person->pid, NULL, 0);
    }
    if (person->fd >= 0)
        person_hang_up(person);
    vterm_free(person->vterm);
    free(person);
}
