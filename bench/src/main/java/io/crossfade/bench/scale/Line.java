package io.crossfade.bench.scale;

import java.util.List;

/// The straight line that lies nearest to what was measured (least squares).
record Line(double fixed, double each) {
  record Point(double x, double y) {}

  static Line through(List<Point> points) {
    double meanX = points.stream().mapToDouble(Point::x).average().orElseThrow();
    double meanY = points.stream().mapToDouble(Point::y).average().orElseThrow();
    double together = 0;
    double spread = 0;
    for (Point point : points) {
      together += (point.x() - meanX) * (point.y() - meanY);
      spread += (point.x() - meanX) * (point.x() - meanX);
    }
    double each = spread == 0 ? 0 : together / spread;
    return new Line(meanY - each * meanX, each);
  }

  double at(double x) {
    return fixed + each * x;
  }
}
