// The terminal at stdin and stdout, for `presenced setup`.
#pragma once

#include "setup/dialogue.h"

namespace presenced {

// Somebody is there to answer.
bool on_a_terminal();

class Tty : public setup::Terminal {
 public:
  void say(const std::string& text) override;
  std::optional<std::string> line(const std::string& prompt) override;
  // Without echo; says how many characters came, so that whoever pastes sees that something did.
  std::optional<base::Secret> secret(const std::string& prompt) override;
};

}  // namespace presenced
