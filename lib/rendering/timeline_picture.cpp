#include <algorithm>

#include "answers/pieces.h"
#include "rendering/legend.h"
#include "rendering/pictures.h"
#include "rendering/scale.h"
#include "text/text.h"
#include "text/wrapped.h"
#include "time/durations.h"

namespace presenced::rendering {
namespace {

constexpr std::size_t kLeastWidth = 20;
constexpr std::size_t kMostName = 24;

struct Mark {
  const char* text;
  const char* ascii;
  Colour colour;
  const char* in(const Style& style) const { return style.ascii ? ascii : text; }
};
constexpr Mark kActive{"█", "#", Colour::green};
constexpr Mark kSome{"▄", "+", Colour::green};
constexpr Mark kAway{"·", ".", Colour::yellow};
constexpr Mark kUnknown{"/", "/", Colour::dim};
constexpr Mark kNotAsked{" ", " ", Colour::dim};  // not in the group then

const Mark& sign_for(const answers::Shares& shares) {
  if (shares.window() == base::Millis{0}) return kNotAsked;
  if (shares.active * 2 >= shares.window()) return kActive;
  if (shares.active > base::Millis{0}) return kSome;
  return shares.unknown * 2 >= shares.window() ? kUnknown : kAway;
}

}  // namespace

TimelinePicture::TimelinePicture(const std::vector<std::string>& names, history::Window window, const time::Zone& zone,
                                 Style style, base::Facet facet)
    : window_(window), zone_(zone), style_(style), facet_(facet) {
  style_.width = std::max(style_.width, kLeastWidth);
  for (const std::string& name : names) names_ = std::max(names_, text::columns(text::printable(name)));
  names_ = std::min({names_, kMostName, style_.width / 3});
  // At least a millisecond each.
  const auto room = static_cast<std::int64_t>(style_.width - names_ - 1);
  const std::int64_t count = std::min<std::int64_t>(room, window.length().count());
  for (std::int64_t i = 0; i < count; ++i)
    parts_.push_back({{window.from + window.length() * i / count, window.from + window.length() * (i + 1) / count}});
}

std::string TimelinePicture::head() const {
  const auto each = window_.length() / static_cast<std::int64_t>(parts_.size());
  return caption(window_, zone_, {"a column is " + time::readable(each)}, style_) + "\n" +
         std::string(names_ + 1, ' ') + scale(zone_, window_, parts_.size()) + "\n";
}

std::string TimelinePicture::bar(const std::string& name, const answers::Timeline& timeline) {
  std::vector<answers::Shares> shares(parts_.size());
  answers::each_piece(timeline, parts_,
                      [&](std::size_t part, std::optional<base::Presence> state, history::Span piece) {
                        add(shares[part], state, piece.length());
                      });
  gap_hidden_ = gap_hidden_ || !shows_gaps(timeline, shares);
  ColouredSigns signs(style_.colour);
  for (const answers::Shares& part : shares) {
    const Mark& sign = sign_for(part);
    signs.add(sign.in(style_), sign.colour);
  }
  return text::padded_right(text::fitted(text::printable(name), names_, style_.ascii ? "~" : "…"), names_) + " " +
         signs.text() + "\n";
}

bool TimelinePicture::shows_gaps(const answers::Timeline& timeline, const std::vector<answers::Shares>& shares) const {
  for (const answers::Stretch& stretch : timeline) {
    if (answers::presence_of(stretch.state)) continue;
    bool shown = false;
    for (std::size_t i = 0; i < parts_.size() && !shown; ++i)
      shown = parts_[i].span.from < stretch.span.to && stretch.span.from < parts_[i].span.to &&
              &sign_for(shares[i]) == &kUnknown;
    if (!shown) return false;
  }
  return true;
}

std::string TimelinePicture::foot() const {
  const std::string on(base::row_of(facet_).on);
  const std::vector<LegendEntry> entries{{kActive.in(style_), on, kActive.colour},
                                         {kSome.in(style_), on + " for a while", kSome.colour},
                                         {kAway.in(style_), std::string(base::row_of(facet_).off), kAway.colour},
                                         {kUnknown.in(style_), "unknown", kUnknown.colour}};
  const std::string remark = "some gaps are too short to show here; coverage lists them all\n";
  return "\n" + legend(entries, style_) + (gap_hidden_ ? text::wrapped(remark, style_.width) : "");
}

}  // namespace presenced::rendering
