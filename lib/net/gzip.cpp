#include "net/gzip.h"

#include <array>
#include <boost/beast/zlib/deflate_stream.hpp>
#include <boost/beast/zlib/error.hpp>
#include <boost/crc.hpp>
#include <cstdint>
#include <memory>
#include <stdexcept>

namespace presenced::net {
namespace {

constexpr int kLevel = 1;        // of 9; the others take up to ten times as long
constexpr int kWindowBits = 15;  // the most there is
constexpr int kMemoryLevel = 8;  // zlib's own choice
constexpr std::size_t kAtOnce = 64 * 1024;

// No name, no time, made on an unknown system (RFC 1952, 2.3).
constexpr std::array<char, 10> kHead{'\x1f', '\x8b', 8, 0, 0, 0, 0, 0, 0, '\xff'};

void add_little_endian(std::string& to, std::uint32_t number) {
  for (int shift = 0; shift < 32; shift += 8) to += static_cast<char>(number >> shift & 0xFF);
}

}  // namespace

std::string gzip(std::string_view text) {
  namespace zlib = boost::beast::zlib;
  zlib::deflate_stream stream;
  stream.reset(kLevel, kWindowBits, kMemoryLevel, zlib::Strategy::normal);
  std::string out(kHead.begin(), kHead.end());
  const auto part = std::make_unique<std::array<char, kAtOnce>>();
  zlib::z_params state;
  state.next_in = text.data();
  state.avail_in = text.size();
  boost::system::error_code error;
  while (error != zlib::error::end_of_stream) {
    state.next_out = part->data();
    state.avail_out = part->size();
    stream.write(state, zlib::Flush::finish, error);
    if (error && error != zlib::error::end_of_stream && error != zlib::error::need_buffers)
      throw std::runtime_error("gzip: " + error.message());
    out.append(part->data(), part->size() - state.avail_out);
  }
  boost::crc_32_type checksum;
  checksum.process_bytes(text.data(), text.size());
  add_little_endian(out, checksum.checksum());
  add_little_endian(out, static_cast<std::uint32_t>(text.size()));
  return out;
}

}  // namespace presenced::net
