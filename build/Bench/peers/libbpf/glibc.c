// Debian compiles libbpf, libelf, zlib and zstd against glibc, with fortified calls. These are the entry points of glibc's that
// musl does not have, each as the plain function that it wraps. Types are alike in both on x86_64.

#define _GNU_SOURCE
#include <fcntl.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

void *__memcpy_chk(void *to, const void *from, size_t size, size_t room) { (void)room; return memcpy(to, from, size); }
void *__memmove_chk(void *to, const void *from, size_t size, size_t room) { (void)room; return memmove(to, from, size); }
void *__memset_chk(void *to, int byte, size_t size, size_t room) { (void)room; return memset(to, byte, size); }
char *__strcat_chk(char *to, const char *from, size_t room) { (void)room; return strcat(to, from); }
char *__strcpy_chk(char *to, const char *from, size_t room) { (void)room; return strcpy(to, from); }
char *__realpath_chk(const char *path, char *to, size_t room) { (void)room; return realpath(path, to); }
ssize_t __pread64_chk(int fd, void *to, size_t size, off_t at, size_t room) { (void)room; return pread(fd, to, size, at); }
ssize_t __pread_chk(int fd, void *to, size_t size, off_t at, size_t room) { (void)room; return pread(fd, to, size, at); }
ssize_t __read_chk(int fd, void *to, size_t size, size_t room) { (void)room; return read(fd, to, size); }

int __vsnprintf_chk(char *to, size_t size, int flag, size_t room, const char *format, va_list list)
{
    (void)flag, (void)room;
    return vsnprintf(to, size, format, list);
}

int __vfprintf_chk(FILE *file, int flag, const char *format, va_list list) { (void)flag; return vfprintf(file, format, list); }

#define FORWARD(call) va_list list; va_start(list, format); int result = call; va_end(list); return result

int __snprintf_chk(char *to, size_t size, int flag, size_t room, const char *format, ...)
{
    (void)flag, (void)room;
    FORWARD(vsnprintf(to, size, format, list));
}

int __sprintf_chk(char *to, int flag, size_t room, const char *format, ...)
{
    (void)flag, (void)room;
    FORWARD(vsprintf(to, format, list));
}

int __fprintf_chk(FILE *file, int flag, const char *format, ...) { (void)flag; FORWARD(vfprintf(file, format, list)); }
int __isoc23_sscanf(const char *text, const char *format, ...) { FORWARD(vsscanf(text, format, list)); }
int __isoc23_fscanf(FILE *file, const char *format, ...) { FORWARD(vfscanf(file, format, list)); }
unsigned long long __isoc23_strtoull(const char *text, char **end, int base) { return strtoull(text, end, base); }
long __isoc23_strtol(const char *text, char **end, int base) { return strtol(text, end, base); }

// Files of more than 2 GiB: musl knows no others.
FILE *fopen64(const char *path, const char *mode) { return fopen(path, mode); }
int fstat64(int fd, struct stat *status) { return fstat(fd, status); }
int stat64(const char *path, struct stat *status) { return stat(path, status); }
int statfs64(const char *path, struct statfs *status) { return statfs(path, status); }
int ftruncate64(int fd, off_t size) { return ftruncate(fd, size); }
int getrlimit64(int resource, struct rlimit *limit) { return getrlimit(resource, limit); }
int setrlimit64(int resource, const struct rlimit *limit) { return setrlimit(resource, limit); }
off_t lseek64(int fd, off_t at, int whence) { return lseek(fd, at, whence); }
void *mmap64(void *at, size_t size, int protection, int flags, int fd, off_t from) { return mmap(at, size, protection, flags, fd, from); }
ssize_t pread64(int fd, void *to, size_t size, off_t at) { return pread(fd, to, size, at); }
ssize_t pwrite64(int fd, const void *from, size_t size, off_t at) { return pwrite(fd, from, size, at); }

int open64(const char *path, int flags, ...)
{
    va_list list;
    va_start(list, flags);
    int mode = va_arg(list, int);
    va_end(list);
    return open(path, flags, mode);
}

int fcntl64(int fd, int command, ...)
{
    va_list list;
    va_start(list, command);
    void *argument = va_arg(list, void *);
    va_end(list);
    return fcntl(fd, command, argument);
}
