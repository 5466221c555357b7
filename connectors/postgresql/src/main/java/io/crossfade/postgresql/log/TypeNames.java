package io.crossfade.postgresql.log;

/** Spells types as the catalog does: {@code numeric(12,2)}. */
@FunctionalInterface
interface TypeNames {
  String of(int type, int modifier);
}
