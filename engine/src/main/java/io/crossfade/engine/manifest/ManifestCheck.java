package io.crossfade.engine.manifest;

import io.crossfade.model.ErrorCode;

/// What a schema cannot say.
final class ManifestCheck {
  private ManifestCheck() {}

  static void check(Manifest manifest, YamlNode.Fields root, Problems problems) {
    if (manifest.source().url().equals(manifest.target().url())) {
      add(
          problems,
          root,
          "target",
          "source and target are the same database",
          "give target the URL of the other one");
    }
    if (manifest.store() != null && !manifest.store().url().startsWith("jdbc:postgresql:")) {
      add(
          problems,
          root,
          "store",
          "a control store lies on PostgreSQL or in a file",
          "give store the URL jdbc:postgresql://HOST/DATABASE, or leave it out for a file");
    }
    CutoverSettings cutover = manifest.course().cutover();
    if (cutover.firstTry().isZero()) {
      add(
          problems,
          root,
          "cutover",
          "a firstTry of 0 aborts at once, and so would every further try",
          "give it some time, e.g. 40ms");
    }
    if (cutover.deadline().isZero()) {
      add(
          problems,
          root,
          "cutover",
          "a deadline of 0 aborts every cutover",
          "give it some time, e.g. 5s");
    }
    if (manifest.course().reverse() == ReverseMode.NONE) {
      checkOneWay(manifest.course(), root, problems);
    }
  }

  private static void checkOneWay(Course course, YamlNode.Fields root, Problems problems) {
    if (!course.cutover().bake().isZero()) {
      add(
          problems,
          root,
          "reverse",
          "reverse: none gives the rollback up, and cutover.bake is the time in which a gate that fails rolls back",
          "take one of the two away");
    }
    if (!course.strategy().equals(Course.DEFAULT.strategy())) {
      add(
          problems,
          root,
          "reverse",
          "with strategy: %s the application writes both sides, and nothing is won by reverse: none"
              .formatted(course.strategy()),
          "remove reverse");
    }
  }

  private static void add(
      Problems problems, YamlNode.Fields root, String key, String what, String mend) {
    YamlNode.Entry entry = root.entries().get(key);
    Place at = entry == null ? root.at() : entry.key();
    problems.add(ErrorCode.MANIFEST_INVALID, at, what, mend);
  }
}
