// Writes the files of a first configuration: all of them or none.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "base/secret.h"

namespace presenced {

struct NewFile {
  std::string name;   // in the directory
  base::Secret text;  // some hold tokens
  mode_t mode = 0;    // exactly, whatever the umask says
};

// Makes the directory (0750) if there is none. Each file is written beside its place first, and put there when all of
// them are written. Without `overwrite`, a file that is there already is an error. The error says what could not be
// done; then nothing has changed, except that with `overwrite` some of the files may be in place. Empty: done.
std::string write_files(const std::filesystem::path& directory, const std::vector<NewFile>& files, bool overwrite);

}  // namespace presenced
