// Boost.URL, compiled once: Debian's package brings its sources with the headers, and no library of it.
#include <boost/url/src.hpp>
