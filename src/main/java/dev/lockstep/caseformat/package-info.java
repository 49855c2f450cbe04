/**
 * Cases and observations as files {@code NAME.case.json}, described in {@code reference/README.md} and
 * {@code reference/case.schema.json}.
 *
 * <p>Reading is strict and bounded: whatever is not exactly a case is refused with one sentence that names its place in the file,
 * {@code weights.encoder.RW: 5×20 expected, 5×15 found}, and nothing but {@link dev.lockstep.model.InvalidInput} is ever thrown.
 * What was written is read back bit for bit.
 */
package dev.lockstep.caseformat;
