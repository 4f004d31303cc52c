// The order of the words on a command line. Pure.
#pragma once

#include <string>
#include <vector>

namespace presenced::presencectl {

// The same words with the command at the front, because the parser gives a command only the options that follow it. Of
// `log`, -5 becomes -n 5. Words without a command stay as they are.
std::vector<std::string> command_first(std::vector<std::string> words);

}  // namespace presenced::presencectl
