# The manual pages, docs/man/NAME.SECTION.scd -> build/<preset>/man/NAME.SECTION, where scdoc is installed.
find_program(SCDOC scdoc)
if(NOT SCDOC)
  message(STATUS "scdoc is not installed: no manual pages")
  return()
endif()

file(GLOB pages CONFIGURE_DEPENDS docs/man/*.scd)
set(built)
foreach(page IN LISTS pages)
  get_filename_component(name ${page} NAME_WLE)
  set(output ${PROJECT_BINARY_DIR}/man/${name})
  add_custom_command(OUTPUT ${output} DEPENDS ${page}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${PROJECT_BINARY_DIR}/man
    COMMAND ${SCDOC} < ${page} > ${output} VERBATIM)
  list(APPEND built ${output})
endforeach()
add_custom_target(man ALL DEPENDS ${built})
set(PRESENCED_MAN_PAGES ${built})
