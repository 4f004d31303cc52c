// An engine whose people are all subscribed, with nothing around it: frames in, batches out, each committed at once.
// Virtual time, a millisecond a frame.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "base/log.h"
#include "engine/engine.h"

namespace presenced::bench {

class EngineUnderFrames {
 public:
  // All away. Throws std::runtime_error unless they are covered in the end.
  explicit EngineUnderFrames(const std::vector<base::UserId>& people);

  void frame(std::string_view text);
  std::size_t transitions() const { return transitions_; }  // since the constructor

 private:
  struct Silent final : base::LogSink {
    void write(const base::LogEntry&) override {}
  };

  void feed(const engine::Input& input);
  void settle();  // answers what the engine has asked for
  base::Instant now() const;

  void carry_out(const engine::CallWebApi& call);
  void carry_out(const engine::OpenSocket& open);
  void carry_out(const engine::SendFrame& send);
  void carry_out(const engine::Append& append);
  template <class Other>
  void carry_out(const Other&) {}

  Silent log_;
  std::unique_ptr<engine::Engine> engine_;
  engine::Outbox outbox_;
  std::deque<std::function<void()>> answers_;
  base::LinkId link_{};
  base::BatchNumber appended_{};
  base::BatchNumber committed_{};
  std::size_t transitions_ = 0;
  base::MonoTime mono_{};
};

}  // namespace presenced::bench
