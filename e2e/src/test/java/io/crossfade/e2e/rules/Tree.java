package io.crossfade.e2e.rules;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The files of the project, without what is built: other modules build while we look, and their
/// directories come and go.
final class Tree {
  private static final Set<String> LEFT_OUT = Set.of("target", ".git");

  private Tree() {}

  static List<Path> files(Path root, String ending) throws IOException {
    List<Path> found = new ArrayList<>();
    var _ =
        Files.walkFileTree(
            root,
            new SimpleFileVisitor<>() {
              @Override
              public FileVisitResult preVisitDirectory(
                  Path directory, BasicFileAttributes attributes) {
                return LEFT_OUT.contains("" + directory.getFileName())
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
              }

              @Override
              public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(ending)) {
                  found.add(file);
                }
                return FileVisitResult.CONTINUE;
              }
            });
    return found;
  }
}
