package io.crossfade.model.values;

/** A value that cannot become one of another kind. Says why, and never what the value is. */
public final class Refused extends Exception {
  private static final long serialVersionUID = 1;

  public Refused(String why) {
    super(why, null, false, false);
  }
}
