// What a matrix multiplication needs to run an element-wise program on its way.
#ifndef MK_ELEMENTWISE_H
#define MK_ELEMENTWISE_H

#include "Level.h"

/// Checks aliases and brings a program to its simplest access modes; a product counts as an array
/// in memory.
void mk_plan_program(const mk_program *program, mk_elementwise_plan *plan);

/// The additions that running a program is worth.
int64_t mk_program_work(const mk_program *program);

/// Sets the sums to zero, before any row is run.
void mk_begin_sums(const mk_elementwise_plan *plan);

/// Adds up the partial totals in their order, after all rows have run.
void mk_end_sums(const mk_elementwise_plan *plan);

#endif
