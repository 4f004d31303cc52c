// The file of tokens on disk, for `presencectl token`, which changes it, and the page, which reads it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "access/token.h"
#include "base/result.h"

namespace presenced::access {

class TokenFile {
 public:
  explicit TokenFile(std::filesystem::path path) : path_(std::move(path)) {}

  const std::filesystem::path& path() const { return path_; }

  // A missing file holds no tokens. The error names the file and what to do.
  base::Result<std::vector<Token>, std::string> read() const;
  std::string write(const std::vector<Token>& tokens) const;  // empty: done, and durable; else what is wrong

 private:
  std::filesystem::path path_;
};

}  // namespace presenced::access
