package io.crossfade.connector;

import java.io.Serializable;

/**
 * Which server this is. A server that was replaced, restored or failed over has another identity.
 *
 * @param system the cluster's own number, kept by replicas
 * @param timeline changes with every failover
 */
public record Identity(String system, long timeline, String version) implements Serializable {
  /** Whether positions of one still mean the same to the other. */
  public boolean sameHistory(Identity other) {
    return system.equals(other.system) && timeline == other.timeline;
  }
}
