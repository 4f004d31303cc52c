// One run of a program: its process, with a pipe to its standard input. Throws std::system_error where the system has
// no room for it.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace presenced::hooks {

class Child {
 public:
  // In a process group of its own, with all signals as a program expects them.
  explicit Child(const std::string& program);
  ~Child();  // with SIGKILL for its process group, unless its end was seen
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // Writes what the pipe takes of `text`, and cuts that off; closes the pipe after the last of it, or when the program
  // has closed it. Waits for an event of the pipe, of `ending` (-1: none) or the end of the program, `limit` at most.
  enum class Event { none, ended, end_is_wished };
  Event wait(std::string_view& text, int ending, base::Millis limit);

  void signal(int number) const;  // to its process group
  int status();                   // as waitpid(2) has it, once wait() says `ended`
  int start_error() const;        // an errno; 0: the program was found and started. Once it has ended
 private:
  void write_some(std::string_view& text);
  void close_input();

  pid_t pid_ = -1;
  int process_ = -1;  // pidfd_open(2)
  int input_ = -1;
  int report_ = -1;  // errno of a failed execvp; closed by a successful one
  bool reaped_ = false;
};

}  // namespace presenced::hooks
