// The #include lines of a source file.
#pragma once

#include <string>
#include <vector>

#include "arch/source.h"

namespace presenced::arch {

struct Include {
  int line = 0;
  std::string name;     // "net/url.h"
  bool quoted = false;  // "..." rather than <...>
};

// Those in comments are passed over.
std::vector<Include> includes_of(const SourceFile& file);

}  // namespace presenced::arch
