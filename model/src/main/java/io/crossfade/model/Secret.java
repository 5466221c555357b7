package io.crossfade.model;

import java.io.Serializable;

/** A value that must not reach a log, an event, an error or a page. Only a connector reveals it. */
public final class Secret implements Serializable {
  private static final long serialVersionUID = 1;

  private final String value;

  public Secret(String value) {
    this.value = value;
  }

  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "***";
  }
}
