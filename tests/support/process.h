/* What the system tells of a process, from /proc.  A process that is not there fails the test. */
#ifndef TESTS_SUPPORT_PROCESS_H
#define TESTS_SUPPORT_PROCESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

int64_t process_rss_kib(pid_t pid);
/* The most it ever was. */
int64_t process_peak_kib(pid_t pid);
/* Processor time of all its threads so far. */
int64_t process_cpu_ms(pid_t pid);
/* It has ended, its parent may not have noticed yet. */
bool process_ended(pid_t pid);
/* Nothing of it is left. */
bool process_gone(pid_t pid);
/* The first of its children; 0 where it has none. */
pid_t process_child(pid_t pid);

#endif
