// The process around a command: where its answer goes, and the properties of the terminal.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "commands/command_context.h"
#include "commands/request.h"
#include "pager.h"

namespace presenced::presencectl {

// The answer goes to standard output, sentences go to standard error, each begun with "presencectl: ".
class StandardOutput final : public commands::Output {
 public:
  // `paged`: the first piece of the answer starts a pager; sentences then wait until the user has left it.
  explicit StandardOutput(bool paged) : paged_(paged) {}
  ~StandardOutput() override;
  void write(std::string_view text) override;
  void say(std::string_view line) override;

 private:
  bool paged_;
  std::unique_ptr<Pager> pager_;
  std::vector<std::string> held_back_;
};

bool terminal_reads_answer();

// $COLUMNS, else the width of the terminal, else 80.
std::size_t width_of_standard_output();

// As wide as that. `automatic` means colour on a terminal only, and
// never with NO_COLOR (https://no-color.org) or TERM=dumb. A locale whose encoding is not UTF-8 gets ASCII pictures.
rendering::Style style_of_standard_output(commands::ColourChoice colour);

// Asks on standard error and reads a line of standard input; empty unless both are terminals.
std::function<bool(const std::string& question)> confirm_on_terminal();

// One line of standard error, written over and over; empty unless that is a terminal.
std::function<void(const std::string& doing)> progress_on_terminal();

}  // namespace presenced::presencectl
