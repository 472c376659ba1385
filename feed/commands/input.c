/* Opens and reads what a script writes, in pieces, never waiting.  Knows nothing of what it says.
 */
#include "feed/commands/input.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A FIFO is opened for writing too where its end is not the end: then its last writer may go. */
static int open_path(const char *path, bool follow)
{
    struct stat is;
    if (stat(path, &is) != 0)
        return -1;
    int how = S_ISFIFO(is.st_mode) && follow ? O_RDWR : O_RDONLY;
    return open(path, how | O_NONBLOCK | O_CLOEXEC);
}

bool input_open(struct input *input, const char *path, bool follow, struct acd_fault *why)
{
    bool standard = path == NULL || strcmp(path, "-") == 0;
    struct stat is;
    *input = (struct input){.name = standard ? "stdin" : path, .follow = follow};
    input->fd = standard ? STDIN_FILENO : open_path(path, follow);
    if (input->fd < 0 || fstat(input->fd, &is) != 0)
        return acd_fault_say(why, "%s: %s", input->name, strerror(errno));
    if (S_ISDIR(is.st_mode))
        return acd_fault_say(why, "%s: is a folder, expected a file of lines", input->name);
    input->always_ready = S_ISREG(is.st_mode);
    lines_init(&input->lines);
    return true;
}

void input_close(struct input *input)
{
    if (input->fd > STDIN_FILENO)
        close(input->fd);
    input->fd = -1;
    lines_release(&input->lines);
}

static bool is_ready(const struct input *input)
{
    struct pollfd item = {.fd = input->fd, .events = POLLIN};
    return input->always_ready || poll(&item, 1, 0) > 0;
}

enum input_answer input_read(struct input *input, struct acd_fault *why)
{
    if (!is_ready(input))
        return INPUT_NONE;
    ssize_t came = read(input->fd, lines_room(&input->lines), LINES_READ_BYTES);
    if (came > 0) {
        lines_filled(&input->lines, (size_t)came);
        return INPUT_CAME;
    }
    if (came < 0 && (errno == EAGAIN || errno == EINTR))
        return INPUT_NONE;
    if (came < 0) {
        (void)acd_fault_say(why, "%s: cannot read: %s", input->name, strerror(errno));
        return INPUT_FAILED;
    }
    if (input->follow && input->always_ready)
        return INPUT_NONE;
    lines_end(&input->lines);
    return INPUT_ENDED;
}
