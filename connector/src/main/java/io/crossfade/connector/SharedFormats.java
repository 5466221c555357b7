package io.crossfade.connector;

/** Formats of frames that engines of several kinds know. Others are an engine's own. */
public final class SharedFormats {
  /**
   * Rows as lines of tab-separated canonical texts: {@code \N} is NULL, and a backslash stands
   * before backslash, tab and the ends of lines.
   */
  public static final String LINES = "lines";

  /**
   * Rows of fields that need not be read as text: the layout of PostgreSQL's COPY in binary, which
   * is public, has a form for every kind but the labelled and the opaque ones, and is taken by one
   * of those engines as it is. The field's kind is the written column's.
   */
  public static final String TYPED = "typed";

  private SharedFormats() {}
}
