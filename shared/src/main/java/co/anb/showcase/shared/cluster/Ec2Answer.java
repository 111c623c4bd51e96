package co.anb.showcase.shared.cluster;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * A page of {@code DescribeInstances}.
 *
 * @param privateAddresses of the instances that have one, each its first
 * @param nextToken of the next page, empty on the last
 */
record Ec2Answer(List<String> privateAddresses, String nextToken) {

    private static final String ADDRESSES = "/*/reservationSet/item/instancesSet/item/privateIpAddress";
    private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";

    /** @throws IOException when it is no such answer */
    static Ec2Answer read(String xml) throws IOException {
        try {
            Document document = parse(xml);
            XPath path = XPathFactory.newInstance().newXPath();
            NodeList found = (NodeList) path.evaluate(ADDRESSES, document, XPathConstants.NODESET);
            List<String> addresses = new ArrayList<>();
            for (int i = 0; i < found.getLength(); i++) {
                addresses.add(found.item(i).getTextContent().strip());
            }
            return new Ec2Answer(
                    addresses, path.evaluate("/*/nextToken", document).strip());
        } catch (SAXException | XPathExpressionException e) {
            throw new IOException("EC2's answer can't be read", e);
        }
    }

    /** Why EC2 refused, such as {@code UnauthorizedOperation}; empty when it does not say. */
    static String errorCode(String xml) throws IOException {
        try {
            return XPathFactory.newInstance()
                    .newXPath()
                    .evaluate("/*/Errors/Error/Code", parse(xml))
                    .strip();
        } catch (SAXException | XPathExpressionException noXml) {
            return "";
        }
    }

    /** Names are read without their namespace, which has the version of the API in it. */
    private static Document parse(String xml) throws IOException, SAXException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature(NO_DOCTYPE, true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            // Otherwise it writes its failures to standard error.
            builder.setErrorHandler(new DefaultHandler());
            return builder.parse(new InputSource(new StringReader(xml)));
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }
}
