#include "network/pipe.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/write.hpp>
#include <utility>

namespace presenced::test {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

// What a network holds on its way, about. Past it the sender is left to wait, as by a closed window of TCP.
constexpr std::size_t kMostWaiting = 256 * 1024;

}  // namespace

Pipe::Pipe(Socket& from, Socket& to, std::shared_ptr<void> keep, base::Random random, PipeEvents events)
    : from_(from),
      to_(to),
      keep_(std::move(keep)),
      random_(random),
      events_(std::move(events)),
      timer_(from.get_executor()) {}

void Pipe::set(const Flow& flow) {
  flow_ = flow;
  timer_.cancel();
  write();
}

void Pipe::forget() {
  finished_ = true;
  timer_.cancel();
}

void Pipe::read() {
  if (reading_ || at_end_ || finished_ || waiting_bytes_ >= kMostWaiting) return;
  reading_ = true;
  from_.async_read_some(asio::buffer(buffer_),
                        [self = shared_from_this(), keep = keep_](const error_code& error, std::size_t bytes) {
                          self->reading_ = false;
                          if (!self->finished_) self->got(error, bytes);
                        });
}

void Pipe::got(const error_code& error, std::size_t bytes) {
  if (error && error != asio::error::eof) return events_.broke();
  if (error) {
    at_end_ = true;
  } else {
    waiting_.push_back({std::string(buffer_.data(), bytes), Clock::now() + flow_.latency});
    waiting_bytes_ += bytes;
    events_.came(bytes);
  }
  write();
  read();
}

void Pipe::write() {
  if (writing_ || finished_ || flow_.stopped) return;
  if (waiting_.empty()) {
    if (at_end_) finish();
    return;
  }
  const auto due = std::max(waiting_.front().due, next_write_);
  if (due > Clock::now()) return write_when(due);
  current_ = next_bytes();
  writing_ = true;
  asio::async_write(to_, asio::buffer(current_),
                    [self = shared_from_this(), keep = keep_](const error_code& error, std::size_t) {
                      self->writing_ = false;
                      if (self->finished_) return;
                      if (error) return self->events_.broke();
                      if (self->flow_.cut_in_record) return self->finish();
                      self->read();
                      self->write();
                    });
}

void Pipe::write_when(Clock::time_point moment) {
  timer_.expires_at(moment);
  timer_.async_wait([self = shared_from_this()](const error_code& error) {
    if (!error) self->write();
  });
}

std::string Pipe::next_bytes() {
  std::string& front = waiting_.front().bytes;
  std::size_t most = front.size();
  if (flow_.slice > 0) most = 1 + random_.below(flow_.slice);
  // A tenth of a second's worth at a time.
  if (flow_.rate > 0) most = std::clamp<std::size_t>(flow_.rate / 10, 1, most);
  std::string bytes = front.substr(0, most);
  front.erase(0, bytes.size());
  waiting_bytes_ -= bytes.size();
  if (front.empty()) waiting_.pop_front();
  if (flow_.cut_in_record) bytes.pop_back();
  if (flow_.rate > 0) next_write_ = Clock::now() + std::chrono::milliseconds(1000 * bytes.size() / flow_.rate);
  return bytes;
}

void Pipe::finish() {
  if (std::exchange(finished_, true)) return;
  error_code ignored;  // the receiver may be gone, which its own pipe notices
  to_.shutdown(Socket::shutdown_send, ignored);
  events_.ended();
}

}  // namespace presenced::test
