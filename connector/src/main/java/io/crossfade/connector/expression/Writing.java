package io.crossfade.connector.expression;

/** How an engine wants to have written what all engines mean alike. */
public interface Writing {
  /** As SQL itself has it; in these words a portable table says it. */
  Writing PLAIN =
      new Writing() {
        @Override
        public String name(String column) {
          return "\"" + column + "\"";
        }

        @Override
        public String counted(String column) {
          return name(column);
        }

        @Override
        public String joined(String left, String right) {
          return "(" + left + " || " + right + ")";
        }
      };

  String name(String column);

  /**
   * A column of whole numbers or decimals that is reckoned with, so that no result is too large.
   */
  String counted(String column);

  /** Two texts, one behind the other; NULL where one of them is. */
  String joined(String left, String right);
}
