#include "web/wrong_tokens.h"

namespace presenced::web {

bool WrongTokens::came(base::MonoTime at) {
  while (!times_.empty() && at - times_.front() >= kWrongTokensWithin) times_.pop_front();
  if (times_.size() >= kWrongTokensAtOnce) return false;
  times_.push_back(at);
  return true;
}

}  // namespace presenced::web
