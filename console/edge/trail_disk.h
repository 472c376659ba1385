/* The thread that brings a journal to the disk: fdatasync() may take as long as it likes.  Behind each
 * it writes the head, `PATH.head`: the number and the hash of the last line that is safe, by which a
 * cut or changed end shows. */
#ifndef CONSOLE_EDGE_TRAIL_DISK_H
#define CONSOLE_EDGE_TRAIL_DISK_H

#include "console/trail/note.h"

struct trail_disk;
/* Both file descriptors are the caller's and outlive the thread; head_fd may be -1.  NULL: there is no
 * thread to be had. */
struct trail_disk *trail_disk_open(int fd, int head_fd, struct acd_fault *why);
/* Brings the last to the disk first. */
void trail_disk_close(struct trail_disk *disk);
/* Everything up to this line is to be brought to the disk; returns at once. */
void trail_disk_want(struct trail_disk *disk, uint64_t seq, const char *hash);
/* The errno of the last attempt; 0: it went well. */
int trail_disk_error(struct trail_disk *disk);

enum { TRAIL_HEAD_BYTES = 20 + 1 + NOTE_HASH_BYTES - 1 + 1 };
/* What PATH.head says; false: there is none, or it is not one. */
bool trail_head_read(const char *path, uint64_t *seq, char hash[NOTE_HASH_BYTES]) ACD_MUST_CHECK;
/* "PATH.head"; false: too long. */
bool trail_head_path(const char *path, char *out, size_t bytes) ACD_MUST_CHECK;

#endif
