/* Keeps, for every file whose path begins with POWERCUT_PREFIX, a copy in POWERCUT_SHADOW of what the file
   held when it was last synced. Putting the copies in the files' places is what a power cut does: whatever
   was written after the last sync is gone. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static int shadow_of(const char *path, char *shadow) {
    const char *prefix = getenv("POWERCUT_PREFIX"), *folder = getenv("POWERCUT_SHADOW");
    if (!prefix || !folder || strncmp(path, prefix, strlen(prefix)) != 0) return 0;
    const char *name = strrchr(path, '/');
    snprintf(shadow, PATH_MAX, "%s/%s", folder, name ? name + 1 : path);
    return 1;
}

static void copy(int from, const char *shadow) {
    static __thread char mine[1 << 16];
    char lock[PATH_MAX + 8], fresh[PATH_MAX + 8];
    snprintf(lock, sizeof lock, "%s.lock", shadow);
    snprintf(fresh, sizeof fresh, "%s.new", shadow);
    int guard = open(lock, O_CREAT | O_RDWR, 0600);
    if (guard < 0 || flock(guard, LOCK_EX) != 0) abort();
    int to = open(fresh, O_CREAT | O_TRUNC | O_WRONLY, 0600);
    if (to < 0) abort();
    off_t at = 0;
    ssize_t got;
    while ((got = pread(from, mine, sizeof mine, at)) > 0) {
        if (write(to, mine, got) != got) abort();
        at += got;
    }
    close(to);
    rename(fresh, shadow);
    close(guard);
}

static void keep(int file) {
    char link[64], path[PATH_MAX], shadow[PATH_MAX];
    int error = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length > 0) {
        path[length] = 0;
        if (shadow_of(path, shadow)) copy(file, shadow);
    }
    errno = error;
}

int fsync(int file) {
    int (*really)(int) = dlsym(RTLD_NEXT, "fsync");
    int said = really(file);
    if (said == 0) keep(file);
    return said;
}

int fdatasync(int file) {
    int (*really)(int) = dlsym(RTLD_NEXT, "fdatasync");
    int said = really(file);
    if (said == 0) keep(file);
    return said;
}

int unlink(const char *path) {
    int (*really)(const char *) = dlsym(RTLD_NEXT, "unlink");
    char shadow[PATH_MAX];
    int said = really(path);
    if (said == 0 && shadow_of(path, shadow)) really(shadow);
    return said;
}
