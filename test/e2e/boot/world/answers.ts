/** Answers in the forms that the AWS CLI reads. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const xml = (status: number, body: string): Answer => ({ status, type: 'text/xml', body });

export const json = (value: unknown, status = 200): Answer => ({
  status,
  type: 'application/x-amz-json-1.1',
  body: JSON.stringify(value),
});

export const ec2 = (action: string, body: string): Answer =>
  xml(
    200,
    `<${action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>1</requestId>${body}</${action}Response>`,
  );

export const ec2Error = (code: string, message: string, status = 400): Answer =>
  xml(
    status,
    `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>1</RequestID></Response>`,
  );

export const query = (action: string, result = ''): Answer =>
  xml(200, `<${action}Response><${action}Result>${result}</${action}Result><ResponseMetadata/></${action}Response>`);

export const queryError = (code: string, message: string, status = 400): Answer =>
  xml(
    status,
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
  );

export const jsonError = (code: string, message: string, status = 400): Answer =>
  json({ __type: code, message }, status);
