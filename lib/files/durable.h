// The parts of replacing a file so that it survives a power cut: write the new one whole, fsync(2) it, rename(2) it,
// and sync the folder, without which the new name may be gone (see fsync(2), NOTES).
#pragma once

#include <filesystem>
#include <string_view>

namespace presenced::files {

// Goes on after signals and partial writes. False: it failed, and errno says why.
bool write_whole(int descriptor, std::string_view text);

// 0, or errno.
int sync_folder_of(const std::filesystem::path& file);

}  // namespace presenced::files
