package dev.ichor.server.admin.routes;

import dev.ichor.server.admin.http.Route;
import java.util.List;

/** Routes of one kind of resources. */
interface Group {
    String V1 = "/api/v1";
    String MACHINE = V1 + "/machines/{key}";

    List<Route> routes();
}
