#include "roster/names.h"

#include "base/ascii.h"

namespace presenced::roster {

using history::NameKind;

namespace {

struct Key {
  std::optional<NameKey> operator()(const watch::Id&) const { return std::nullopt; }
  std::optional<NameKey> operator()(const watch::Email& who) const {
    return NameKey{NameKind::email, folded(who.address)};
  }
  std::optional<NameKey> operator()(const watch::Handle& who) const {
    return NameKey{NameKind::handle, folded(who.name)};
  }
  std::optional<NameKey> operator()(const watch::Usergroup& who) const {
    return NameKey{NameKind::usergroup, folded(who.handle)};
  }
  std::optional<NameKey> operator()(const watch::Channel& who) const {
    return NameKey{NameKind::channel, folded(who.name)};
  }
};

}  // namespace

std::string folded(std::string_view name) { return base::ascii_lower(name); }

std::optional<NameKey> key_of(const watch::Who& who) { return std::visit(Key{}, who); }

}  // namespace presenced::roster
