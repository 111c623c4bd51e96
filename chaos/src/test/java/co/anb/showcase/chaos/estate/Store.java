package co.anb.showcase.chaos.estate;

import java.util.Map;
import java.util.Set;

/** Where an estate keeps its objects, looked at past all of the project's own code. */
public interface Store {

    /** What a service is told to find it. */
    Map<String, String> environment();

    /** Keys of all objects but the assets. */
    Set<String> keys();

    /** Keys of uploads in parts that are neither completed nor aborted. */
    Set<String> openUploads();
}
