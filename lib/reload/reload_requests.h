// The requests for a reload while the files are being read. At most one reading is under way. A request that comes
// meanwhile waits for the next one, because the reading under way may have missed the newest edit. Pure.
#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "control/answers.h"

namespace presenced::reload {

class ReloadRequests {
 public:
  using Answer = std::function<void(const control::Reloaded&)>;

  // True: the reading is to begin now.
  [[nodiscard]] bool ask(Answer answer) {
    (reading_ ? next_ : current_).push_back(std::move(answer));
    again_ = reading_;
    return !std::exchange(reading_, true);
  }
  // The reading under way is over. True: the next one is to begin now.
  [[nodiscard]] bool over(const control::Reloaded& result) {
    const auto answers = std::exchange(current_, std::exchange(next_, {}));
    reading_ = std::exchange(again_, false);
    for (const Answer& answer : answers) answer(result);
    return reading_;
  }
  // Answers everybody who waits, without an end of the reading. What they asked for is still done.
  void answer_now(const control::Reloaded& result) {
    for (auto* waiting : {&current_, &next_})
      for (const Answer& answer : std::exchange(*waiting, {})) answer(result);
  }

 private:
  bool reading_ = false;
  bool again_ = false;  // somebody has asked since the reading began
  std::vector<Answer> current_;
  std::vector<Answer> next_;
};

}  // namespace presenced::reload
