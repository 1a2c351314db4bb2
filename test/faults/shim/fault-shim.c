/*
 * Stands between a program and the C library (LD_PRELOAD) and makes calls on chosen files fail, or the process die at
 * them, and the wall clock jump. What it does is read from a file that the test maps as well: see fault-shim.ts.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { CALL_SYNC = 1, CALL_WRITE = 2 };
enum { ACT_EIO = 1, ACT_KILL = 2 };

struct control {
  int64_t clock_offset_ms;
  int32_t armed;
  int32_t call;
  int32_t act;
  /* The first call that is treated, counted from 1, and how many from there on; 0 is all of them. */
  int32_t nth;
  int32_t times;
  int32_t seen;
  int32_t fired;
  int32_t reserved;
  /* Part of the path of the files meant. */
  char file[64];
};

static volatile struct control *control;

__attribute__((constructor)) static void map_control(void) {
  const char *path = getenv("FAULT_SHIM_CONTROL");
  int fd = path == NULL ? -1 : open(path, O_RDWR);
  if (fd < 0) return;
  void *mapped = mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close(fd);
  if (mapped != MAP_FAILED) control = mapped;
}

static int is_due(int fd, int call) {
  if (control == NULL || !control->armed || control->call != call) return 0;
  char link[32], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = '\0';
  if (strstr(path, (const char *)control->file) == NULL) return 0;
  int seen = __sync_add_and_fetch(&control->seen, 1);
  if (seen < control->nth) return 0;
  if (control->times > 0 && seen >= control->nth + control->times) return 0;
  __sync_add_and_fetch(&control->fired, 1);
  if (control->act == ACT_KILL) kill(getpid(), SIGKILL);
  errno = EIO;
  return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int fsync(int fd) { return is_due(fd, CALL_SYNC) ? -1 : REAL(fsync)(fd); }

int fdatasync(int fd) { return is_due(fd, CALL_SYNC) ? -1 : REAL(fdatasync)(fd); }

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) {
  return is_due(fd, CALL_WRITE) ? -1 : REAL(pwrite)(fd, bytes, count, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) {
  return is_due(fd, CALL_WRITE) ? -1 : REAL(pwrite64)(fd, bytes, count, at);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  static int (*real)(clockid_t, struct timespec *);
  if (real == NULL) real = REAL(clock_gettime);
  int result = real(clock, now);
  if (result == 0 && clock == CLOCK_REALTIME && control != NULL) {
    int64_t offset = control->clock_offset_ms;
    int64_t nanoseconds = now->tv_nsec + (offset % 1000) * 1000000;
    now->tv_sec += offset / 1000;
    if (nanoseconds < 0) { nanoseconds += 1000000000; now->tv_sec -= 1; }
    if (nanoseconds >= 1000000000) { nanoseconds -= 1000000000; now->tv_sec += 1; }
    now->tv_nsec = nanoseconds;
  }
  return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  (void)zone;
  struct timespec precise;
  int result = clock_gettime(CLOCK_REALTIME, &precise);
  now->tv_sec = precise.tv_sec;
  now->tv_usec = precise.tv_nsec / 1000;
  return result;
}

time_t time(time_t *seconds) {
  struct timespec precise;
  clock_gettime(CLOCK_REALTIME, &precise);
  if (seconds != NULL) *seconds = precise.tv_sec;
  return precise.tv_sec;
}
