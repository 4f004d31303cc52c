// Boost.URL before 1.82, compiled once: Debian's package brings its sources with the headers, and no library of it.
#include <boost/url/src.hpp>
