/// Who asked for what, and what came of it: a chain of entries, each with the hash of the one
/// before. See docs/audit.md.
@NullMarked
package io.crossfade.engine.audit;

import org.jspecify.annotations.NullMarked;
