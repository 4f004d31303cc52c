// The process around a command: where its answer goes, and what the terminal there is like.
#pragma once

#include <functional>
#include <string>

#include "commands/command_context.h"

namespace presenced::presencectl {

// The answer to standard output, sentences to standard error, each begun with "presencectl: ".
class StandardOutput final : public commands::Output {
 public:
  void write(std::string_view text) override;
  void say(std::string_view line) override;
};

// As wide as the terminal (COLUMNS wins; 80 where there is none); colour on a terminal only, and never with NO_COLOR
// (https://no-color.org) or TERM=dumb.
rendering::Style style_of_standard_output();

// Asks on standard error and reads a line of standard input; empty where either is no terminal.
std::function<bool(const std::string& question)> confirm_on_terminal();

// One line of standard error, written over and over; empty where that is no terminal.
std::function<void(const std::string& doing)> progress_on_terminal();

}  // namespace presenced::presencectl
