// A program that links this target has fault points: its calls that change files below a root are counted, and one of
// them can be made to fail or to kill the process. The definitions take the place of the C library's, also for shared
// libraries that the program is linked with (SQLite), so that nothing is to be preloaded.
//
//   FAULT_ROOT  only calls on paths below this folder count
//   FAULT_AT    the number of the call, from 1 on
//   FAULT_DO    kill         SIGKILL before the call
//               kill-after   SIGKILL after it
//               kill-half    SIGKILL after half the bytes of a write; before any other call
//               short        only half the bytes of a write
//               a number     fail with this errno
//   FAULT_LOG   a file that gets a line for every call counted, and "fired" before the fault
#ifndef PERSISTY_FAULTPOINTS_H
#define PERSISTY_FAULTPOINTS_H

/// How many calls were counted so far. To call it links the library.
long fault_points_count(void);

#endif
