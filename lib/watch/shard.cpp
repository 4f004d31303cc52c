#include "watch/shard.h"

#include <cstdint>

namespace presenced::watch {
namespace {

constexpr std::uint64_t kFnvPrime = 0x100000001b3;

std::uint64_t hash(std::uint64_t so_far, unsigned char byte) { return (so_far ^ byte) * kFnvPrime; }

// Without it FNV's upper bits depend little on the last bytes.
std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

}  // namespace

unsigned Shard::number_of(const base::UserId& user, unsigned of) {
  std::uint64_t of_id = 0xcbf29ce484222325;
  for (const char c : user.text) of_id = hash(of_id, static_cast<unsigned char>(c));
  unsigned heaviest = 1;
  std::uint64_t most = 0;
  for (unsigned number = 1; number <= of; ++number) {
    std::uint64_t weight = of_id;
    for (int shift = 0; shift < 32; shift += 8) weight = hash(weight, static_cast<unsigned char>(number >> shift));
    weight = mixed(weight);
    if (number > 1 && weight <= most) continue;
    most = weight;
    heaviest = number;
  }
  return heaviest;
}

}  // namespace presenced::watch
