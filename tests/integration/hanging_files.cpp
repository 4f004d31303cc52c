// Preloaded into the daemon (LD_PRELOAD): a file system that does not answer, or slowly. To open FILE hangs as long as
// FILE.hangs is a pipe that nobody opens for writing; to write into it at a place, as long as FILE.stalls is one. Each
// such write takes as many microseconds more as FILE.crawls has bytes.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdarg>
#include <cstdio>

namespace {

using Open = int (*)(const char*, int, ...);
using Write = ssize_t (*)(int, const void*, size_t, off64_t);

void pass_gate(const char* path, const char* ending) {
  static const auto real = reinterpret_cast<Open>(::dlsym(RTLD_NEXT, "open"));
  char gate[4096];
  struct stat about {};
  const int length = std::snprintf(gate, sizeof gate, "%s.%s", path, ending);
  if (length > 0 && length < static_cast<int>(sizeof gate) && ::stat(gate, &about) == 0 && S_ISFIFO(about.st_mode))
    ::close(real(gate, O_RDONLY | O_CLOEXEC));
}

void crawl(const char* path) {
  char pace[4096];
  struct stat about {};
  const int length = std::snprintf(pace, sizeof pace, "%s.crawls", path);
  if (length > 0 && length < static_cast<int>(sizeof pace) && ::stat(pace, &about) == 0)
    ::usleep(static_cast<useconds_t>(about.st_size));
}

int open_after(const char* name, const char* path, int flags, mode_t mode) {
  pass_gate(path, "hangs");
  return reinterpret_cast<Open>(::dlsym(RTLD_NEXT, name))(path, flags, mode);
}

ssize_t write_after(const char* name, int file, const void* bytes, size_t count, off64_t at) {
  char link[64];
  char path[4096];
  std::snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  const ssize_t length = ::readlink(link, path, sizeof path - 1);
  if (length > 0) {
    path[length] = 0;
    pass_gate(path, "stalls");
    crawl(path);
  }
  return reinterpret_cast<Write>(::dlsym(RTLD_NEXT, name))(file, bytes, count, at);
}

}  // namespace

extern "C" int open(const char* path, int flags, ...) {
  std::va_list more;
  va_start(more, flags);
  const auto mode = static_cast<mode_t>((flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, int) : 0);
  va_end(more);
  return open_after("open", path, flags, mode);
}

extern "C" int open64(const char* path, int flags, ...) {
  std::va_list more;
  va_start(more, flags);
  const auto mode = static_cast<mode_t>((flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, int) : 0);
  va_end(more);
  return open_after("open64", path, flags, mode);
}

extern "C" ssize_t pwrite(int file, const void* bytes, size_t count, off_t at) {
  return write_after("pwrite", file, bytes, count, at);
}

extern "C" ssize_t pwrite64(int file, const void* bytes, size_t count, off64_t at) {
  return write_after("pwrite64", file, bytes, count, at);
}
