#include "store_faults/disk.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

namespace presenced::store_faults {
namespace {

constexpr std::size_t kSector = 512;  // what a disk writes whole or not at all

Disk::Bytes content_of(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

void put(const std::string& file, const Disk::Bytes& bytes) {
  std::ofstream stream;
  stream.exceptions(std::ios::badbit | std::ios::failbit);
  stream.open(file, std::ios::binary | std::ios::trunc);
  stream.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  stream.close();
}

}  // namespace

std::string_view name_of(Operation operation) {
  constexpr std::string_view kNames[kOperations] = {"open",   "read",   "write", "truncate", "sync",    "file_size",
                                                    "delete", "access", "lock",  "shm_map",  "shm_lock"};
  return kNames[static_cast<std::size_t>(operation)];
}

void Disk::arm(const Fault& fault) {
  const std::lock_guard lock(mutex_);
  fault_ = fault;
  counts_ = {};
  struck_ = 0;
}

void Disk::lift() {
  const std::lock_guard lock(mutex_);
  fault_.reset();
}

std::uint64_t Disk::struck() const {
  const std::lock_guard lock(mutex_);
  return struck_;
}

bool Disk::wait_until_struck(std::uint64_t times, std::chrono::seconds limit) const {
  std::unique_lock lock(mutex_);
  return strikes_.wait_for(lock, limit, [&] { return struck_ >= times; });
}

bool Disk::dead() const {
  const std::lock_guard lock(mutex_);
  return dead_;
}

std::optional<int> Disk::refuses(Operation operation) {
  const std::lock_guard lock(mutex_);
  const std::uint64_t count = ++counts_[static_cast<std::size_t>(operation)];
  if (!fault_) return std::nullopt;
  const bool due = operation == fault_->operation &&
                   (fault_->extent == Fault::Extent::for_ever ? count >= fault_->nth : count == fault_->nth);
  if (!due && !dead_) return std::nullopt;
  ++struck_;
  strikes_.notify_all();
  dead_ = dead_ || fault_->extent == Fault::Extent::power_cut;
  return fault_->code;
}

// What is there when a file is first seen came through an earlier life of the machine.
void Disk::opened(const std::string& file) {
  const std::lock_guard lock(mutex_);
  if (!files_.contains(file)) files_[file].durable = content_of(file);
}

void Disk::wrote(const std::string& file, std::uint64_t offset, std::span<const std::uint8_t> bytes) {
  const std::lock_guard lock(mutex_);
  if (dead_) return;
  files_[file].pending.push_back({offset, Bytes(bytes.begin(), bytes.end())});
}

void Disk::truncated(const std::string& file, std::uint64_t size) {
  const std::lock_guard lock(mutex_);
  files_[file].pending.push_back({size, std::nullopt});
}

void Disk::synced(const std::string& file) {
  const std::lock_guard lock(mutex_);
  File& known = files_[file];
  for (const Change& change : known.pending) apply(known.durable, change);
  known.pending.clear();
}

void Disk::sync_failed(const std::string& file) {
  const std::lock_guard lock(mutex_);
  if (dead_) return;  // it never came to the sync: what was to be synced may be there or not
  files_[file].pending.clear();
}

void Disk::removed(const std::string& file) {
  const std::lock_guard lock(mutex_);
  files_.erase(file);
}

void Disk::apply(Bytes& image, std::uint64_t offset, std::span<const std::uint8_t> bytes) {
  if (image.size() < offset + bytes.size()) image.resize(offset + bytes.size());
  std::copy(bytes.begin(), bytes.end(), image.begin() + static_cast<std::ptrdiff_t>(offset));
}

void Disk::apply(Bytes& image, const Change& change) {
  if (change.bytes)
    apply(image, change.offset, *change.bytes);
  else if (image.size() > change.offset)
    image.resize(change.offset);
}

void Disk::restart(Tail tail, std::uint64_t seed) {
  const std::lock_guard lock(mutex_);
  std::mt19937_64 random(seed);
  const auto survives = [&] { return tail == Tail::all || random() % 2 == 0; };
  for (auto& [name, file] : files_) {
    for (const Change& change : file.pending) {
      if (tail == Tail::none) break;
      if (!change.bytes) {
        if (survives()) apply(file.durable, change);
        continue;
      }
      const std::span<const std::uint8_t> bytes(*change.bytes);
      for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t sector_left = kSector - static_cast<std::size_t>((change.offset + at) % kSector);
        const std::size_t length = std::min(sector_left, bytes.size() - at);
        if (survives()) apply(file.durable, change.offset + at, bytes.subspan(at, length));
        at += length;
      }
    }
    file.pending.clear();
    put(name, file.durable);
    if (name.ends_with("-wal")) std::filesystem::remove(name.substr(0, name.size() - 4) + "-shm");
  }
  dead_ = false;
  fault_.reset();
}

}  // namespace presenced::store_faults
