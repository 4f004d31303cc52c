// The real presenced at a terminal: what a person types, and what the terminal shows.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"

namespace presenced::test {

class TerminalProcess {
 public:
  TerminalProcess(const std::filesystem::path& binary, const std::vector<std::string>& arguments);
  ~TerminalProcess();  // kills it if it still runs
  TerminalProcess(const TerminalProcess&) = delete;
  TerminalProcess& operator=(const TerminalProcess&) = delete;

  // Waits until the terminal has shown this, after what was waited for before; false: it did not within `limit`.
  bool shows(const std::string& text, base::Millis limit = base::Millis{20'000});
  void type(const std::string& keys) const;
  bool echoes() const;  // what is typed now would be shown

  const std::string& shown() const { return shown_; }  // all of it
  std::optional<int> wait(base::Millis limit);         // as DaemonProcess::wait; reads what is shown meanwhile

 private:
  void read_for(base::Millis span);

  int terminal_ = -1;
  pid_t pid_ = -1;
  std::optional<int> status_;
  std::string shown_;
  std::size_t waited_for_ = 0;
};

}  // namespace presenced::test
