# The page of `presencectl serve`: lib/web/page -> one script, one style sheet, the HTML and an icon, compressed, with the
# hash of their content in their names, as C++ in the build tree. Sets PRESENCED_PAGE_FILES, that source, for the folder that
# includes this.
find_program(ESBUILD esbuild REQUIRED)
find_program(GZIP gzip REQUIRED)
# Where Debian's node-* packages are.
find_path(PRESENCED_NODE_MODULES d3-zoom/package.json PATHS /usr/share/nodejs REQUIRED)

set(page_source ${PROJECT_SOURCE_DIR}/lib/web/page)
set(page_output ${PROJECT_BINARY_DIR}/page)
set(PRESENCED_PAGE_FILES ${page_output}/page_files.cpp)
file(GLOB_RECURSE page_sources CONFIGURE_DEPENDS ${page_source}/*.ts ${page_source}/*.css ${page_source}/*.html ${page_source}/*.svg)
# --charset=utf8: otherwise esbuild writes each letter that is not ASCII as an escape.
add_custom_command(OUTPUT ${PRESENCED_PAGE_FILES}
  DEPENDS ${page_sources} ${PROJECT_SOURCE_DIR}/cmake/embed_page.cmake
  COMMAND ${CMAKE_COMMAND} -E rm -rf ${page_output}
  COMMAND ${CMAKE_COMMAND} -E env NODE_PATH=${PRESENCED_NODE_MODULES} ${ESBUILD}
          main.ts theme.ts style/page.css --entry-names=[name] --bundle --minify --charset=utf8 --target=es2020 --legal-comments=none
          --log-level=warning --outdir=${page_output}/bundled
  COMMAND ${CMAKE_COMMAND} -DSOURCE=${page_source} -DOUTPUT=${page_output} -DGZIP=${GZIP} -P ${PROJECT_SOURCE_DIR}/cmake/embed_page.cmake
  WORKING_DIRECTORY ${page_source}
  COMMENT "Bundling the page" VERBATIM)
set_source_files_properties(${PRESENCED_PAGE_FILES} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
# By itself, without a compiler: what the tests of the page look at.
add_custom_target(page DEPENDS ${PRESENCED_PAGE_FILES})
