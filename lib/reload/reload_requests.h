// Who has asked for a reload, while reading the files takes its time. At most one reading is under way. Whoever asks
// meanwhile waits for the next one, because an edit that was just made may be missing from the reading under way. Pure.
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
