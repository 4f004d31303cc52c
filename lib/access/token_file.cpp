#include "access/token_file.h"

#include "access/private_file.h"
#include "base/escape.h"

namespace presenced::access {

base::Result<std::vector<Token>, std::string> TokenFile::read() const {
  const auto file = read_private_file(path_);
  if (!file) return file.error();
  if (file.value().text.empty()) return std::vector<Token>();
  auto tokens = tokens_in(file.value().text);
  if (!tokens) return base::printable(path_.string()) + ", " + tokens.error();
  return tokens;
}

std::string TokenFile::write(const std::vector<Token>& tokens) const {
  return replace_private_file(path_, text_of(tokens));
}

}  // namespace presenced::access
