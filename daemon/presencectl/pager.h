// A pager between standard output and the terminal, as git uses one: $PAGER, else less. An answer that fits on the
// screen is shown as it is (less -FRX).
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>

namespace presenced::presencectl {

class Pager {
 public:
  // From now on, what is written to standard output goes to the pager. Null: there is no pager to start, or $PAGER is
  // empty or "cat".
  static std::unique_ptr<Pager> start();
  // Ends standard output and waits until the user has left the pager.
  ~Pager();
  Pager(const Pager&) = delete;
  Pager& operator=(const Pager&) = delete;

 private:
  explicit Pager(pid_t process) : process_(process) {}
  pid_t process_;
};

}  // namespace presenced::presencectl
